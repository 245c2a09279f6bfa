from contracts.api.contract import ContractViewSet, ObligationViewSet, PortalContractViewSet, PortalObligationViewSet
from contracts.api.invoice import InvoiceViewSet, PortalInvoiceViewSet
from contracts.api.order import OrderViewSet, PortalOrderViewSet
from contracts.api.receipt import ReceiptViewSet
from srm.api.routers import Router

router = Router()
router.register("contracts", ContractViewSet)
router.register("obligations", ObligationViewSet)
router.register("orders", OrderViewSet, basename="order")
router.register("receipts", ReceiptViewSet, basename="receipt")
router.register("invoices", InvoiceViewSet)
router.register("portal/contracts", PortalContractViewSet, basename="portal-contract")
router.register("portal/obligations", PortalObligationViewSet, basename="portal-obligation")
router.register("portal/orders", PortalOrderViewSet, basename="portal-order")
router.register("portal/invoices", PortalInvoiceViewSet, basename="portal-invoice")
urlpatterns = router.urls
