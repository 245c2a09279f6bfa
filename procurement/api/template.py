from rest_framework import serializers

from procurement import services
from procurement.models import Requisition, RequisitionTemplate, TemplateLine
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet


class TemplateLineSerializer(serializers.ModelSerializer):
    """One line of a template."""

    item = Ref(read_only=True)
    category = Ref(read_only=True)
    unit = CodeRef(read_only=True)

    class Meta:
        model = TemplateLine
        fields = ["position", "item", "description", "category", "quantity", "unit", "article", "project"]


class TemplateSerializer(serializers.ModelSerializer):
    """Lines that are asked for again and again."""

    department = Ref(read_only=True)
    lines = TemplateLineSerializer(many=True, read_only=True)

    class Meta:
        model = RequisitionTemplate
        fields = ["public_id", "name", "department", "lead_days", "project", "lines"]


class DraftSerializer(serializers.ModelSerializer):
    """The draft that a template made."""

    class Meta:
        model = Requisition
        fields = ["public_id", "number", "title", "status", "total", "currency"]


class TemplateViewSet(NounViewSet):
    """One's own templates and those of one's department."""

    queryset = RequisitionTemplate.objects.select_related("department", "created_by").prefetch_related(
        "lines__item", "lines__category", "lines__unit"
    )
    serializer_class = TemplateSerializer
    use = verb(services.use_template, returns=DraftSerializer, noun="template")
    destroy = verb(services.delete_template, noun="template")
