"""企业微信 (WeCom), for a self-built app: encrypted callbacks in, messages and template cards out."""
