import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('price', 'Price'), ('scored', 'Scored'), ('pass_fail', 'Pass or fail')], max_length=10, verbose_name='kind')),
                ('weight', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='weight')),
                ('max_score', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='best score')),
                ('min_score', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='least score')),
                ('aggregate', models.CharField(choices=[('mean', 'Mean'), ('median', 'Median'), ('consensus', 'Consensus')], default='mean', max_length=10, verbose_name='several scorers')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Auction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('status', models.CharField(choices=[('scheduled', 'Scheduled'), ('live', 'Live'), ('paused', 'Paused'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='scheduled', max_length=12, verbose_name='status')),
                ('rules', models.JSONField()),
                ('opening', models.JSONField(default=list)),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(null=True, verbose_name='closes')),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'auction',
                'verbose_name_plural': 'auctions',
                'ordering': ['-opens_at'],
            },
        ),
        migrations.CreateModel(
            name='AuctionParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('alias', models.CharField(max_length=40, verbose_name='alias')),
                ('factor', models.JSONField(blank=True, default=dict)),
                ('auction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='tenders.auction')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='auctions', to='suppliers.supplier')),
            ],
        ),
        migrations.CreateModel(
            name='AuctionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=12)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('data', models.JSONField(default=dict)),
                ('accepted', models.BooleanField(default=True)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('rank', models.PositiveSmallIntegerField(null=True)),
                ('closes_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('auction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tenders.auction')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tenders.auctionparticipant')),
            ],
            options={
                'ordering': ['auction', 'seq'],
            },
        ),
        migrations.CreateModel(
            name='Bid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('receipt_number', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('status', models.CharField(choices=[('draft', 'Not sent'), ('submitted', 'Sent'), ('withdrawn', 'Withdrawn'), ('opened', 'Opened'), ('excluded', 'Excluded')], default='draft', max_length=12, verbose_name='status')),
                ('draft', models.BinaryField(default=bytes)),
                ('draft_saved_at', models.DateTimeField(editable=False, null=True)),
                ('sealed', models.BinaryField(default=bytes)),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('receipt', models.JSONField(default=dict, editable=False)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('excluded_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bids', to='suppliers.supplier')),
            ],
            options={
                'verbose_name': 'bid',
                'verbose_name_plural': 'bids',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BidAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passes', models.BooleanField(null=True)),
                ('text', models.TextField(blank=True)),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='tenders.bid')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='tenders.criterion')),
            ],
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('input', models.JSONField()),
                ('result', models.JSONField()),
                ('is_current', models.BooleanField(default=True)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'evaluation',
                'verbose_name_plural': 'evaluations',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('returned', 'Returned'), ('accepted', 'Accepted by the winner'), ('refused', 'Refused by the winner'), ('cancelled', 'Cancelled')], default='proposed', max_length=12, verbose_name='status')),
                ('justification', models.TextField(verbose_name='justification')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_comment', models.CharField(blank=True, max_length=500, verbose_name='comment')),
                ('standstill_until', models.DateTimeField(editable=False, null=True)),
                ('refusal_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('prices', models.JSONField(default=list)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='suppliers.supplier')),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='tenders.bid')),
                ('evaluation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='tenders.evaluation')),
            ],
            options={
                'verbose_name': 'award',
                'verbose_name_plural': 'awards',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='lot')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('estimate', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='estimate')),
                ('bundle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='procurement.bundle')),
            ],
            options={
                'verbose_name': 'lot',
                'verbose_name_plural': 'lots',
                'ordering': ['tender', 'number'],
            },
        ),
        migrations.AddField(
            model_name='evaluation',
            name='lot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluations', to='tenders.lot'),
        ),
        migrations.CreateModel(
            name='AwardLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('is_winner', models.BooleanField()),
                ('language', models.CharField(default='en', max_length=5)),
                ('body', models.JSONField()),
                ('award', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='tenders.award')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='award_letters', to='suppliers.supplier')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='tenders.lot')),
            ],
            options={
                'verbose_name': 'award letter',
                'verbose_name_plural': 'award letters',
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='award',
            name='lot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='tenders.lot'),
        ),
        migrations.AddField(
            model_name='auction',
            name='lot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='auctions', to='tenders.lot'),
        ),
        migrations.CreateModel(
            name='LotItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('description', models.CharField(max_length=500, verbose_name='description')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=18, verbose_name='quantity')),
                ('needed_on', models.DateField(blank=True, null=True, verbose_name='needed on')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.item')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='tenders.lot')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.place')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.unit')),
            ],
            options={
                'ordering': ['lot', 'position'],
            },
        ),
        migrations.CreateModel(
            name='BidPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='unit price')),
                ('delivery_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='delivery, days')),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='tenders.bid')),
                ('lot_item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='tenders.lotitem')),
            ],
        ),
        migrations.CreateModel(
            name='LotItemSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=18)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lot_items', to='procurement.requisitionline')),
                ('lot_item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='tenders.lotitem')),
            ],
        ),
        migrations.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('frozen_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='score_sheets', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='score')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='comment')),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='tenders.bid')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='tenders.criterion')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='tenders.scoresheet')),
            ],
        ),
        migrations.CreateModel(
            name='Tender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('rfi', 'Request for information'), ('rfq', 'Request for quotation'), ('rfp', 'Request for proposal')], default='rfq', max_length=5, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Bidding'), ('evaluation', 'Evaluation'), ('auction', 'Auction'), ('decision', 'Award proposed'), ('awarded', 'Awarded'), ('unsuccessful', 'Unsuccessful'), ('cancelled', 'Cancelled')], default='draft', max_length=20, verbose_name='status')),
                ('status_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('sealing', models.CharField(choices=[('simple', 'Simple: a key kept by the server'), ('committee', 'Committee: only its shares open the bids')], default='simple', max_length=10, verbose_name='sealing')),
                ('key_id', models.CharField(blank=True, editable=False, max_length=64)),
                ('public_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('questions_until', models.DateTimeField(blank=True, null=True, verbose_name='questions until')),
                ('bids_until', models.DateTimeField(blank=True, null=True, verbose_name='bids until')),
                ('minimum_bidders', models.PositiveSmallIntegerField(default=1, verbose_name='least number of bidders')),
                ('auction_format', models.CharField(choices=[('none', 'No auction'), ('english', 'English reverse auction'), ('japanese', 'Japanese auction'), ('sealed', 'Sealed bids')], default='none', max_length=12, verbose_name='auction')),
                ('auction_rules', models.JSONField(blank=True, default=dict, verbose_name='auction rules')),
                ('method', models.CharField(default='points', max_length=12, verbose_name='method')),
                ('price_formula', models.CharField(default='min_ratio', max_length=20, verbose_name='price formula')),
                ('standstill_days', models.PositiveSmallIntegerField(default=0, verbose_name='standstill, days')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('opening_protocol', models.JSONField(default=dict, editable=False)),
                ('few_bids_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='reason to go on with few bids')),
                ('frozen', models.JSONField(default=dict, editable=False)),
                ('proposed_procedure', models.CharField(blank=True, max_length=20)),
                ('procedure_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for another procedure')),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenders', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenders', to='reference.category')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenders', to='accounts.legalentity')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tender',
                'verbose_name_plural': 'tenders',
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='scoresheet',
            name='tender',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='score_sheets', to='tenders.tender'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('text', models.TextField(verbose_name='question')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suppliers.supplier')),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='tenders.tender')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['created_at'],
            },
        ),
        migrations.AddField(
            model_name='lot',
            name='tender',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lots', to='tenders.tender'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('status', models.CharField(choices=[('sent', 'Sent'), ('viewed', 'Viewed'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='sent', max_length=10, verbose_name='status')),
                ('decline_reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('invited_at', models.DateTimeField()),
                ('viewed_at', models.DateTimeField(null=True)),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tender_invitations', to='suppliers.supplier')),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='tenders.tender')),
            ],
            options={
                'verbose_name': 'invitation to a tender',
                'verbose_name_plural': 'invitations to tenders',
                'ordering': ['supplier__name'],
            },
        ),
        migrations.AddField(
            model_name='criterion',
            name='tender',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='tenders.tender'),
        ),
        migrations.CreateModel(
            name='CommitteeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('member', 'Member'), ('expert', 'Technical scorer')], default='member', max_length=10, verbose_name='role')),
                ('declared_at', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committees', to=settings.AUTH_USER_MODEL)),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='committee', to='tenders.tender')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='bid',
            name='tender',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bids', to='tenders.tender'),
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('changes', models.JSONField()),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='tenders.tender')),
            ],
            options={
                'verbose_name': 'amendment',
                'verbose_name_plural': 'amendments',
                'ordering': ['number'],
            },
        ),
        migrations.AddConstraint(
            model_name='auctionparticipant',
            constraint=models.UniqueConstraint(fields=('auction', 'supplier'), name='auction_participant_once'),
        ),
        migrations.AddConstraint(
            model_name='auctionparticipant',
            constraint=models.UniqueConstraint(fields=('auction', 'alias'), name='auction_alias_once'),
        ),
        migrations.AddConstraint(
            model_name='auctionevent',
            constraint=models.UniqueConstraint(fields=('auction', 'seq'), name='auction_event_seq'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auctionevent',
            trigger=pgtrigger.compiler.Trigger(name='auction_event_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d7100fa2f2f5ae133e1990acebe00b6068e791b', operation='UPDATE OR DELETE', pgid='pgtrigger_auction_event_append_only_e4329', table='tenders_auctionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='bidanswer',
            constraint=models.UniqueConstraint(fields=('bid', 'criterion'), name='bid_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('lot',), name='evaluation_one_current'),
        ),
        migrations.AddConstraint(
            model_name='awardletter',
            constraint=models.UniqueConstraint(fields=('award', 'supplier'), name='award_letter_once'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'approved', 'accepted'])), fields=('lot',), name='award_one_active_per_lot'),
        ),
        migrations.AddConstraint(
            model_name='lotitem',
            constraint=models.UniqueConstraint(fields=('lot', 'position'), name='lot_item_position'),
        ),
        migrations.AddConstraint(
            model_name='lotitem',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='lot_item_quantity'),
        ),
        migrations.AddConstraint(
            model_name='bidprice',
            constraint=models.UniqueConstraint(fields=('bid', 'lot_item'), name='bid_price_once'),
        ),
        migrations.AddConstraint(
            model_name='bidprice',
            constraint=models.CheckConstraint(condition=models.Q(('unit_price__gt', 0)), name='bid_price_positive'),
        ),
        migrations.AddConstraint(
            model_name='lotitemsource',
            constraint=models.UniqueConstraint(fields=('lot_item', 'line'), name='lot_item_source_once'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('sheet', 'bid', 'criterion'), name='tender_score_once'),
        ),
        migrations.AddIndex(
            model_name='tender',
            index=models.Index(fields=['-created_at', 'id'], name='tender_newest'),
        ),
        migrations.AddIndex(
            model_name='tender',
            index=models.Index(fields=['status'], name='tender_status'),
        ),
        migrations.AddConstraint(
            model_name='scoresheet',
            constraint=models.UniqueConstraint(fields=('tender', 'scorer'), name='score_sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.UniqueConstraint(fields=('tender', 'number'), name='lot_number'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('tender', 'supplier'), name='tender_invitation_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('tender', 'code'), name='tender_criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='committeemember',
            constraint=models.UniqueConstraint(fields=('tender', 'user'), name='committee_once'),
        ),
        migrations.AddConstraint(
            model_name='bid',
            constraint=models.UniqueConstraint(fields=('tender', 'supplier'), name='bid_once'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(fields=('tender', 'number'), name='amendment_number'),
        ),
    ]
