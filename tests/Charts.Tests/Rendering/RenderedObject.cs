using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>An object that a chart makes, and the file that it comes from.</summary>
internal sealed record RenderedObject(string File, Dictionary<string, object?> Body)
{
    public string ApiVersion => Text("apiVersion");

    public string Kind => Text("kind");

    public string Name => Text("metadata", "name");

    /// <summary>Empty for what belongs to the cluster.</summary>
    public string Namespace => At("metadata", "namespace") as string ?? "";

    public string Id => $"{ApiVersion} {Kind} {Namespace}/{Name}";

    public JsonObject Json => (JsonObject)JsonSerializer.SerializeToNode(Body)!;

    /// <summary>Null where it is not there. A number is the place in a list.</summary>
    public object? At(params string[] path)
    {
        object? at = Body;
        foreach (var step in path)
        {
            at = at switch
            {
                Dictionary<string, object?> map => map.GetValueOrDefault(step),
                List<object?> list => list[int.Parse(step, CultureInfo.InvariantCulture)],
                _ => null,
            };
        }

        return at;
    }

    public string Text(params string[] path) =>
        At(path) as string ?? throw new InvalidDataException($"{File}: {string.Join('.', path)} is no text but {At(path) ?? "nothing"}");

    public IEnumerable<Dictionary<string, object?>> Maps(params string[] path) => (At(path) as List<object?> ?? []).Cast<Dictionary<string, object?>>();
}
