from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """`router.register("requisitions", RequisitionViewSet)` names its routes `api:requisition-list`, `…-approve`."""
