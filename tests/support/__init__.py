"""Servers, phones, proxies and readers that tests share."""
