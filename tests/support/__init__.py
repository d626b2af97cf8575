"""What tests share: a scriptable engine, a running service, people to act with."""
