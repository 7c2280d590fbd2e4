namespace Rollout.Architecture.Tests;

/// <summary>An event that some method logs.</summary>
/// <param name="Id">As log stores see it; 0: none was given.</param>
/// <param name="Name">Of the method, which is the event's name too.</param>
internal sealed record LoggedEvent(int Id, string Name);
