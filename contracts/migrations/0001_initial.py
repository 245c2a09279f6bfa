import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import srm.lifecycle.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('procurement', '0001_initial'),
        ('reference', '0001_initial'),
        ('suppliers', '0001_initial'),
        ('tenders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('contract', 'Contract'), ('framework', 'Framework agreement')], default='contract', max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('sent', 'With the supplier'), ('active', 'In force'), ('refused', 'Refused by the supplier'), ('ended', 'Ended'), ('terminated', 'Terminated'), ('cancelled', 'Dropped')], default='draft', max_length=12, verbose_name='status')),
                ('status_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('ceiling', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='ceiling')),
                ('called_off', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='called off')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('payment_days', models.PositiveSmallIntegerField(default=30, verbose_name='payment, days')),
                ('terms', models.TextField(blank=True, verbose_name='terms')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='language')),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('accepted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('award', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contract', to='tenders.award')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='reference.category')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='accounts.legalentity')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to=settings.AUTH_USER_MODEL)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='suppliers.supplier')),
            ],
            options={
                'verbose_name': 'contract',
                'verbose_name_plural': 'contracts',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ContractAmendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('changes', models.JSONField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='contracts.contract')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['contract', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ContractLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('description', models.CharField(max_length=500, verbose_name='description')),
                ('quantity', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name='quantity')),
                ('ordered', models.DecimalField(decimal_places=3, default=0, max_digits=18, verbose_name='ordered')),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='unit price')),
                ('tax_rate', models.DecimalField(decimal_places=2, default=20, max_digits=5, verbose_name='tax, %')),
                ('lead_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='delivery, days')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contracts.contract')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.item')),
                ('lot_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenders.lotitem')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.unit')),
            ],
            options={
                'ordering': ['contract', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('supplier_number', models.CharField(max_length=60, verbose_name='invoice number')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('net', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='net')),
                ('tax', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='tax')),
                ('gross', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='gross')),
                ('status', models.CharField(choices=[('received', 'Received'), ('matched', 'Matched'), ('exception', 'Does not match'), ('approved', 'Approved for payment'), ('paid', 'Paid'), ('rejected', 'Rejected')], default='received', max_length=12, verbose_name='status')),
                ('status_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('match_input', models.JSONField(default=dict, editable=False)),
                ('match_result', models.JSONField(default=dict, editable=False)),
                ('payable', models.DecimalField(decimal_places=2, editable=False, max_digits=18, null=True, verbose_name='payable')),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='paid on')),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='suppliers.supplier')),
            ],
            options={
                'verbose_name': 'invoice',
                'verbose_name_plural': 'invoices',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='InvoiceTax',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rate', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='rate, %')),
                ('base', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='base')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='tax')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taxes', to='contracts.invoice')),
            ],
            options={
                'ordering': ['rate'],
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('side', models.CharField(choices=[('buyer', 'Us'), ('supplier', 'Supplier')], max_length=10, verbose_name='who acts')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('status', models.CharField(choices=[('open', 'Open'), ('done', 'Done')], default='open', max_length=10, verbose_name='status')),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='obligations', to='contracts.contract')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'obligation',
                'verbose_name_plural': 'obligations',
                'ordering': ['due_on'],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('description', models.CharField(max_length=500, verbose_name='description')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=18, verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='unit price')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('tax_rate', models.DecimalField(decimal_places=2, default=20, max_digits=5, verbose_name='tax, %')),
                ('needed_on', models.DateField(blank=True, null=True, verbose_name='needed on')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='promised on')),
                ('accepted', models.DecimalField(decimal_places=3, default=0, max_digits=18, verbose_name='accepted')),
                ('rejected', models.DecimalField(decimal_places=3, default=0, max_digits=18, verbose_name='rejected')),
                ('invoiced', models.DecimalField(decimal_places=3, default=0, max_digits=18, verbose_name='invoiced')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.category')),
                ('contract_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='contracts.contractline')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.item')),
                ('requisition_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='procurement.requisitionline')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.unit')),
            ],
            options={
                'ordering': ['order', 'position'],
            },
        ),
        migrations.CreateModel(
            name='InvoiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=18, verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='unit price')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contracts.invoice')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoice_lines', to='contracts.orderline')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('total', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='total')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('confirmed', 'Confirmed'), ('part_received', 'Partly received'), ('received', 'Received'), ('closed', 'Closed'), ('refused', 'Refused by the supplier'), ('cancelled', 'Cancelled')], default='draft', max_length=16, verbose_name='status')),
                ('status_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='contracts.contract')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='accounts.legalentity')),
                ('orderer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='reference.place')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='suppliers.supplier')),
            ],
            options={
                'verbose_name': 'purchase order',
                'verbose_name_plural': 'purchase orders',
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='orderline',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contracts.purchaseorder'),
        ),
        migrations.AddField(
            model_name='invoice',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='contracts.purchaseorder'),
        ),
        migrations.CreateModel(
            name='GoodsReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('delivery_note', models.CharField(blank=True, max_length=60, verbose_name='delivery note')),
                ('status', models.CharField(choices=[('posted', 'Posted'), ('reversed', 'Reversed')], default='posted', max_length=10, verbose_name='status')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='contracts.purchaseorder')),
            ],
            options={
                'verbose_name': 'goods receipt',
                'verbose_name_plural': 'goods receipts',
                'ordering': ['-received_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted', models.DecimalField(decimal_places=3, max_digits=18, verbose_name='accepted')),
                ('rejected', models.DecimalField(decimal_places=3, default=0, max_digits=18, verbose_name='rejected')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason for rejecting')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_lines', to='contracts.orderline')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contracts.goodsreceipt')),
            ],
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['-created_at', 'id'], name='contract_newest'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['status', 'ends_on'], name='contract_status'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='contract_period'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('called_off__gte', 0), ('called_off__lte', models.F('ceiling'))), name='contract_ceiling'),
        ),
        migrations.AddConstraint(
            model_name='contractamendment',
            constraint=models.UniqueConstraint(fields=('contract', 'number'), name='contract_amendment_number'),
        ),
        migrations.AddConstraint(
            model_name='contractline',
            constraint=models.UniqueConstraint(fields=('contract', 'position'), name='contract_line_position'),
        ),
        migrations.AddConstraint(
            model_name='contractline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity', None), ('ordered__lte', models.F('quantity')), _connector='OR'), name='contract_line_not_overdrawn'),
        ),
        migrations.AddIndex(
            model_name='purchaseorder',
            index=models.Index(fields=['-created_at', 'id'], name='order_newest'),
        ),
        migrations.AddIndex(
            model_name='purchaseorder',
            index=models.Index(fields=['status'], name='order_status'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(condition=models.Q(('accepted__lt', models.F('quantity'))), fields=['order', 'promised_on', 'needed_on'], name='order_line_awaited'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.UniqueConstraint(fields=('order', 'position'), name='order_line_position'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('accepted__gte', 0), ('quantity__gt', 0), ('rejected__gte', 0), ('unit_price__gte', 0)), name='order_line_amounts'),
        ),
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(fields=['-created_at', 'id'], name='invoice_newest'),
        ),
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(fields=['status'], name='invoice_status'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'rejected'), _negated=True), fields=('supplier', 'supplier_number'), name='invoice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(('gross', django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('tax')))), name='invoice_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.UniqueConstraint(fields=('receipt', 'order_line'), name='receipt_line_once'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('accepted__gte', 0), ('rejected__gte', 0)), name='receipt_line_sane'),
        ),
    ]
