"""What counsellors have before them: the queue, a talk's transcript, and what stands beside it."""
