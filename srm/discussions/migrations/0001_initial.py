import django.db.models.deletion
import django.db.models.functions.datetime
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
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('subject_type', models.CharField(editable=False, max_length=60)),
                ('subject_id', models.BigIntegerField(editable=False)),
                ('body', models.TextField(max_length=4000, verbose_name='comment')),
                ('audience', models.CharField(choices=[('internal', 'Internal'), ('supplier', 'Shared with the supplier')], default='internal', max_length=10, verbose_name='for')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentions', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='comment_subject')],
            },
        ),
        migrations.CreateModel(
            name='Todo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('subject_type', models.CharField(editable=False, max_length=60)),
                ('subject_id', models.BigIntegerField(editable=False)),
                ('text', models.CharField(max_length=300, verbose_name='to do')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('audience', models.CharField(choices=[('internal', 'Internal'), ('supplier', 'Shared with the supplier')], default='internal', max_length=10, verbose_name='for')),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='todos', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'to-do',
                'verbose_name_plural': 'to-dos',
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='todo_subject'), models.Index(condition=models.Q(('done_at', None)), fields=['assignee', 'due_on'], name='todo_open')],
            },
        ),
    ]
