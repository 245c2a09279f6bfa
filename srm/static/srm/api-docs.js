"use strict";
// Swagger UI on our own schema. Requests from a signed-in browser carry the CSRF token.
const place = document.getElementById("api-docs");
const csrf = () => (document.cookie.match(/csrftoken=([^;]+)/) || ["", ""])[1];

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (csrf()) request.headers["X-CSRFToken"] = csrf();
    return request;
  },
});
