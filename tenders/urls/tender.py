"""Pages and portal pages of tenders. REST: tenders/api/urls.py."""

from django.urls import path

from tenders.portal import bid as portal_bid
from tenders.portal import tender as portal
from tenders.views import bidding, draft, evaluation, tender

urlpatterns = [
    path("tenders/", tender.TenderList.as_view(), name="tender-list"),
    path("tenders/new/", tender.tender_create, name="tender-create"),
    path("tenders/from-bundle/<str:public_id>/", tender.tender_from_bundle, name="tender-from-bundle"),
    path("tenders/<str:public_id>/", tender.tender_detail, name="tender-detail"),
    path("tenders/<str:public_id>/edit/", tender.tender_edit, name="tender-edit"),
    path("tenders/<str:public_id>/publish/", tender.tender_publish, name="tender-publish"),
    path("tenders/<str:public_id>/cancel/", tender.tender_cancel, name="tender-cancel"),
    path("tenders/<str:public_id>/fail/", tender.tender_fail, name="tender-fail"),
    path("tenders/<str:public_id>/lots/new/", draft.lot_create, name="lot-create"),
    path("tenders/<str:public_id>/criteria/", draft.tender_criteria, name="tender-criteria"),
    path("tenders/<str:public_id>/invite/", draft.tender_invite, name="tender-invite"),
    path("tenders/<str:public_id>/committee/", draft.tender_committee, name="tender-committee"),
    path("tenders/<str:public_id>/amend/", bidding.tender_amend, name="tender-amend"),
    path("tenders/<str:public_id>/questions/", bidding.tender_questions, name="tender-questions"),
    path("tenders/<str:public_id>/opening/", bidding.tender_opening, name="tender-opening"),
    path("tenders/<str:public_id>/open/", bidding.tender_open, name="tender-open"),
    path("tenders/<str:public_id>/declare/", bidding.tender_declare, name="tender-declare"),
    path("tenders/<str:public_id>/proceed/", bidding.tender_proceed, name="tender-proceed"),
    path("tenders/<str:public_id>/scores/", evaluation.tender_scores, name="tender-scores"),
    path("lots/<str:public_id>/", draft.lot_edit, name="lot-edit"),
    path("lots/<str:public_id>/remove/", draft.lot_remove, name="lot-remove"),
    path("lots/<str:public_id>/comparison/", evaluation.lot_comparison, name="lot-comparison"),
    path("lots/<str:public_id>/evaluate/", evaluation.lot_evaluate, name="lot-evaluate"),
    path("lots/<str:public_id>/protocol/", evaluation.lot_protocol, name="lot-protocol"),
    path("lots/<str:public_id>/award/", evaluation.lot_award, name="lot-award"),
    path("invitations/<str:public_id>/remove/", draft.invitation_remove, name="invitation-remove"),
    path("questions/<str:public_id>/answer/", bidding.question_answer, name="question-answer"),
    path("bids/<str:public_id>/exclude/", bidding.bid_exclude, name="bid-exclude"),
    path("bids/<str:public_id>/readmit/", bidding.bid_readmit, name="bid-readmit"),
    path("awards/<str:public_id>/approve/", evaluation.award_approve, name="award-approve"),
    path("awards/<str:public_id>/return/", evaluation.award_return, name="award-return"),
    path("portal/tenders/", portal.tender_list, name="portal-tender-list"),
    path("portal/tenders/<str:public_id>/", portal.tender_detail, name="portal-tender-detail"),
    path("portal/tenders/<str:public_id>/accept/", portal.tender_accept, name="portal-tender-accept"),
    path("portal/tenders/<str:public_id>/decline/", portal.tender_decline, name="portal-tender-decline"),
    path("portal/tenders/<str:public_id>/question/", portal.question_create, name="portal-question-create"),
    path("portal/tenders/<str:public_id>/bid/", portal_bid.bid_edit, name="portal-bid"),
    path("portal/tenders/<str:public_id>/bid/draft/", portal_bid.bid_draft, name="portal-bid-draft"),
    path("portal/tenders/<str:public_id>/bid/review/", portal_bid.bid_review, name="portal-bid-review"),
    path("portal/tenders/<str:public_id>/bid/receipt/", portal_bid.bid_receipt, name="portal-receipt"),
    path("portal/tenders/<str:public_id>/bid/withdraw/", portal_bid.bid_withdraw, name="portal-bid-withdraw"),
    path("portal/letters/<str:public_id>/", portal.letter_detail, name="portal-letter-detail"),
    path("portal/awards/<str:public_id>/accept/", portal.award_accept, name="portal-award-accept"),
    path("portal/awards/<str:public_id>/refuse/", portal.award_refuse, name="portal-award-refuse"),
]
