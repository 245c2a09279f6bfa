"""Pages and portal pages of contracts, orders, receipts and invoices. REST: contracts/api/urls.py."""

from django.urls import path
from django.http import HttpResponse
app_name = "contracts"
urlpatterns = [path(f"{n}s/<str:public_id>/", lambda r, public_id: HttpResponse(), name=f"{n}-detail") for n in ("contract","order","receipt","invoice")]
