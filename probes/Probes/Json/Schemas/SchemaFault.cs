namespace Rollout.Probes.Json.Schemas;

/// <summary>Where a value does not fit a schema.</summary>
/// <param name="Path">JSON path of the value.</param>
/// <param name="Wanted">What it should be, as the end of "to be ...".</param>
/// <param name="Got">What it is; not redacted.</param>
public sealed record SchemaFault(string Path, string Wanted, string Got);
