"""What hangs on any noun: `subjects/{subject_type}/{public_id}/…`, for whoever sees the noun through his own door."""

from typing import Any

from rest_framework import mixins
from rest_framework.request import Request

from srm.api.views import PublicViewSet
from srm.subjects import subject_or_404


class SubjectViewSet(mixins.ListModelMixin, PublicViewSet):
    """Rows on one noun, named as events name it (`tenders.tender`): `queryset` must have `of` and `for_reader`."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the noun before anything else is read: what one may not see answers like what is missing."""
        super().initial(request, *args, **kwargs)
        self.subject = subject_or_404(request.user, kwargs["subject_type"], kwargs["public_id"])

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.of(self.subject).for_reader(self.request.user)

    def given(self) -> dict[str, Any]:
        return {"subject": self.subject}
