import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from srm import subjects
from srm.accounts.models import LegalEntity
from tests.factories.accounts import LegalEntityFactory, PortalUserFactory, UserFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture
def company(db):
    """An object that staff and one supplier's people see: who is active and not called "stranger"."""
    subjects.register_subject(
        LegalEntity, sees=lambda user, _obj: user.name != "stranger", portal_url=lambda _obj: "/portal/",
        url=lambda _obj: "/",
    )  # fmt: skip
    yield LegalEntityFactory()
    subjects._KINDS.pop("accounts.legalentity")


@pytest.fixture
def alice(db):
    return UserFactory(name="Alice Brown", email="alice.brown@northwind.example")


@pytest.fixture
def stranger(db):
    return UserFactory(name="stranger")


@pytest.fixture
def supplier(db):
    return PortalUserFactory(name="Sven")


def upload(name, content):
    return SimpleUploadedFile(name, content)


def a_zip(members, **attributes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.writestr(info, content)
    return buffer.getvalue()


def docx(**more):
    return a_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})
