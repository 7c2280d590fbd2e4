namespace Rollout.Planning;

/// <summary>One small rule: decides, or has nothing to say (null). Named after what it has found.</summary>
internal delegate Move? Rule(Situation s);
