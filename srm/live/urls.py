from django.urls import path

from srm.live import views

app_name = "live"
urlpatterns = [path("<path:topic>/", views.stream, name="stream")]
