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
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('signature', models.CharField(max_length=64)),
                ('mapping', models.JSONField()),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'signature'), name='mapping_once_per_heads')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('file', models.FileField(editable=False, max_length=60, upload_to=srm.documents.models.attachment.random_key)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('format', models.CharField(max_length=4)),
                ('status', models.CharField(choices=[('uploaded', 'Uploaded'), ('mapped', 'Columns matched'), ('checking', 'Being checked'), ('previewed', 'Checked'), ('applying', 'Being imported'), ('applied', 'Imported'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('undone', 'Undone')], default='uploaded', max_length=10, verbose_name='status')),
                ('heads', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_good', models.PositiveIntegerField(default=0)),
                ('rows_rejected', models.PositiveIntegerField(default=0)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('sample', models.JSONField(default=list)),
                ('problems', models.JSONField(default=list)),
                ('result', models.JSONField(default=dict)),
                ('fixes', models.JSONField(blank=True, default=dict)),
                ('undo_data', models.JSONField(blank=True, default=list)),
                ('rejects_file', models.FileField(blank=True, editable=False, max_length=60, upload_to=srm.documents.models.attachment.random_key)),
                ('message', models.TextField(blank=True)),
                ('cancel_asked_at', models.DateTimeField(editable=False, null=True)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
            },
        ),
    ]
