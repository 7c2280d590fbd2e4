namespace Rollout.Cli;

/// <summary>A verb by name. It is created only when it is called, so that `rollout judge` does not load a web server.</summary>
internal sealed record VerbEntry(string Name, string Summary, Func<Verb> Create);
