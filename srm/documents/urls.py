"""Files and documents: the buyers' doors, then the suppliers'."""

from django.urls import path

from srm.documents.portal import attachment as portal_attachment
from srm.documents.portal import document as portal_document
from srm.documents.views import attachment, document

app_name = "documents"
urlpatterns = [
    path("files/<slug:public_id>/", attachment.download, name="file"),
    path("files/<slug:public_id>/remove/", attachment.remove, name="file-remove"),
    path("files/to/<str:subject_type>/<slug:public_id>/", attachment.attach, name="file-attach"),
    path("documents/<slug:public_id>/", document.page, name="document"),
    path("documents/<slug:public_id>/file/", document.download, name="document-file"),
    path("documents/<slug:public_id>/retry/", document.retry, name="document-retry"),
    path("portal/files/<slug:public_id>/", portal_attachment.download, name="portal-file"),
    path("portal/files/<slug:public_id>/remove/", portal_attachment.remove, name="portal-file-remove"),
    path("portal/files/to/<str:subject_type>/<slug:public_id>/", portal_attachment.attach, name="portal-file-attach"),
    path("portal/documents/<slug:public_id>/", portal_document.download, name="portal-document"),
]
