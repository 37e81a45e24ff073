-- Beside that of auth-service, which the server makes itself.
CREATE DATABASE alerts;
