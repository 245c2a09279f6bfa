import django.db.models.deletion
import django.db.models.functions.datetime
import srm.documents.models.attachment
import srm.lifecycle.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('subject_type', models.CharField(editable=False, max_length=60)),
                ('subject_id', models.BigIntegerField(editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('audience', models.CharField(choices=[('internal', 'Internal'), ('supplier', 'Shared with the supplier')], default='internal', max_length=10, verbose_name='for')),
                ('file', models.FileField(editable=False, max_length=60, upload_to=srm.documents.models.attachment.random_key)),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='attachment_subject')],
            },
        ),
        migrations.CreateModel(
            name='GeneratedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('subject_type', models.CharField(editable=False, max_length=60)),
                ('subject_id', models.BigIntegerField(editable=False)),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('audience', models.CharField(choices=[('internal', 'Internal'), ('supplier', 'Shared with the supplier')], default='internal', max_length=10, verbose_name='for')),
                ('status', models.CharField(choices=[('queued', 'Being made'), ('ready', 'Ready'), ('failed', 'Failed')], default='queued', editable=False, max_length=10, verbose_name='status')),
                ('file', models.FileField(editable=False, max_length=60, upload_to=srm.documents.models.attachment.random_key)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('requested_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='document_subject')],
            },
        ),
    ]
