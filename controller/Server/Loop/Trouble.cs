namespace Rollout.Server.Loop;

/// <summary>Something that keeps the controller from its work, for people to see; it goes when its cause goes. Decides nothing.</summary>
/// <param name="Reason">From <see cref="Planning.Reasons"/>.</param>
/// <param name="About">What tells one trouble of that reason from another: announced once for each.</param>
/// <param name="Message">A sentence with what is the matter.</param>
/// <param name="Since">When it was first seen.</param>
public sealed record Trouble(string Reason, string About, string Message, DateTimeOffset Since);
