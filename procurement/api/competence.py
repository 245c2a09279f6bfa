from rest_framework import serializers

from procurement import services
from procurement.models import Competence
from srm.accounts.models import User
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import ReferenceViewSet
from srm.reference.models import Category


class CompetenceSerializer(serializers.ModelSerializer):
    """A buyer knows a category."""

    person = Ref(read_only=True)
    category = CodeRef(read_only=True)

    class Meta:
        model = Competence
        fields = ["public_id", "person", "category", "level", "capacity"]


class CompetenceInput(serializers.Serializer):
    person = Ref(User)
    category = Ref(Category)
    level = serializers.IntegerField(min_value=1, max_value=5)
    capacity = serializers.IntegerField(min_value=0, default=0)


class CompetenceViewSet(ReferenceViewSet):
    """Who buys what; new lines go to whoever knows their category and has room."""

    queryset = Competence.objects.select_related("person", "category")
    serializer_class = CompetenceSerializer
    create = verb(services.set_competence, CompetenceInput)
