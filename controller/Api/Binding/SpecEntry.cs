namespace Rollout.Api.Binding;

/// <summary>One line of a map.</summary>
/// <param name="Key">As written.</param>
/// <param name="Place">Of the key.</param>
/// <param name="Value">What it stands for.</param>
public sealed record SpecEntry(string Key, SpecPlace Place, SpecNode Value);
