"""The version of the product, as shown in the app and in the API's description."""

VERSION = "0.1.0"
