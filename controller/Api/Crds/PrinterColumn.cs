namespace Rollout.Api.Crds;

/// <summary>A column of <c>kubectl get</c>.</summary>
/// <param name="Name">The header; kubectl writes it in capitals.</param>
/// <param name="Type">string, integer or date.</param>
/// <param name="JsonPath">Where its value is.</param>
/// <param name="Description">What it says.</param>
/// <param name="Wide">Only with <c>-o wide</c>.</param>
public sealed record PrinterColumn(string Name, string Type, string JsonPath, string Description, bool Wide = false)
{
    public static PrinterColumn Age { get; } = new("Age", "date", ".metadata.creationTimestamp", "How long it has been there.");
}
