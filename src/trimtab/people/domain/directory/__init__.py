"""The organisation's directory, which keeps people here by SCIM (RFC 7643, RFC 7644). Pure."""
