"""Pages and portal pages of contracts, orders, receipts and invoices. REST: contracts/api/urls.py."""

from django.urls import path

from contracts.portal import contract as portal_contract
from contracts.portal import invoice as portal_invoice
from contracts.portal import order as portal_order
from contracts.views import contract, invoice, order, receipt

app_name = "contracts"
urlpatterns = [
    path("contracts/", contract.ContractList.as_view(), name="contract-list"),
    path("contracts/new/", contract.contract_create, name="contract-create"),
    path("contracts/<str:public_id>/", contract.contract_detail, name="contract-detail"),
    path("contracts/<str:public_id>/edit/", contract.contract_edit, name="contract-edit"),
    path("contracts/<str:public_id>/send/", contract.contract_send, name="contract-send"),
    path("contracts/<str:public_id>/recall/", contract.contract_recall, name="contract-recall"),
    path("contracts/<str:public_id>/end/", contract.contract_end, name="contract-end"),
    path("contracts/<str:public_id>/terminate/", contract.contract_terminate, name="contract-terminate"),
    path("contracts/<str:public_id>/cancel/", contract.contract_cancel, name="contract-cancel"),
    path("contracts/<str:public_id>/amend/", contract.contract_amend, name="contract-amend"),
    path("contracts/<str:public_id>/document/", contract.contract_document, name="contract-document"),
    path("contracts/<str:public_id>/obligations/new/", contract.obligation_create, name="obligation-create"),
    path("contracts/<str:public_id>/call-off/", order.order_call_off, name="order-call-off"),
    path("obligations/<str:public_id>/complete/", contract.obligation_complete, name="obligation-complete"),
    path("orders/", order.OrderList.as_view(), name="order-list"),
    path("orders/new/", order.order_create, name="order-create"),
    path("orders/waiting/", order.order_waiting, name="order-waiting"),
    path("orders/<str:public_id>/", order.order_detail, name="order-detail"),
    path("orders/<str:public_id>/send/", order.order_send, name="order-send"),
    path("orders/<str:public_id>/cancel/", order.order_cancel, name="order-cancel"),
    path("orders/<str:public_id>/close/", order.order_close, name="order-close"),
    path("orders/<str:public_id>/document/", order.order_document, name="order-document"),
    path("orders/<str:public_id>/receive/", receipt.receipt_create, name="receipt-create"),
    path("orders/<str:public_id>/invoice/", invoice.invoice_create, name="invoice-create"),
    path("orders/<str:public_id>/invoice/preview/", invoice.invoice_preview, name="invoice-preview"),
    path("deliveries/", receipt.deliveries, name="deliveries"),
    path("receipts/", receipt.ReceiptList.as_view(), name="receipt-list"),
    path("receipts/<str:public_id>/", receipt.receipt_detail, name="receipt-detail"),
    path("receipts/<str:public_id>/reverse/", receipt.receipt_reverse, name="receipt-reverse"),
    path("invoices/", invoice.InvoiceList.as_view(), name="invoice-list"),
    path("invoices/<str:public_id>/", invoice.invoice_detail, name="invoice-detail"),
    path("invoices/<str:public_id>/calc/<str:part>/", invoice.invoice_calc, name="invoice-calc"),
    path("invoices/<str:public_id>/match/", invoice.invoice_match, name="invoice-match"),
    path("invoices/<str:public_id>/approve/", invoice.invoice_approve, name="invoice-approve"),
    path("invoices/<str:public_id>/override/", invoice.invoice_override, name="invoice-override"),
    path("invoices/<str:public_id>/reject/", invoice.invoice_reject, name="invoice-reject"),
    path("invoices/<str:public_id>/pay/", invoice.invoice_pay, name="invoice-pay"),
    path("portal/contracts/", portal_contract.contract_list, name="portal-contract-list"),
    path("portal/contracts/<str:public_id>/", portal_contract.contract_detail, name="portal-contract-detail"),
    path("portal/contracts/<str:public_id>/accept/", portal_contract.contract_accept, name="portal-contract-accept"),
    path("portal/contracts/<str:public_id>/refuse/", portal_contract.contract_refuse, name="portal-contract-refuse"),
    path(
        "portal/obligations/<str:public_id>/complete/", portal_contract.obligation_complete,
        name="portal-obligation-complete",
    ),
    path("portal/orders/", portal_order.order_list, name="portal-order-list"),
    path("portal/orders/<str:public_id>/", portal_order.order_detail, name="portal-order-detail"),
    path("portal/orders/<str:public_id>/confirm/", portal_order.order_confirm, name="portal-order-confirm"),
    path("portal/orders/<str:public_id>/refuse/", portal_order.order_refuse, name="portal-order-refuse"),
    path("portal/orders/<str:public_id>/invoice/", portal_invoice.invoice_create, name="portal-invoice-create"),
    path(
        "portal/orders/<str:public_id>/invoice/preview/", portal_invoice.invoice_preview,
        name="portal-invoice-preview",
    ),
    path("portal/invoices/", portal_invoice.invoice_list, name="portal-invoice-list"),
    path("portal/invoices/<str:public_id>/", portal_invoice.invoice_detail, name="portal-invoice-detail"),
]  # fmt: skip
