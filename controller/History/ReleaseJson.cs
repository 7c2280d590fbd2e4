using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.History;

/// <summary>Releases as JSON, both ways: camelCase, times in RFC 3339, null for unknown.</summary>
public static class ReleaseJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<ReleaseResult>() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="found">Newest first.</param>
    /// <param name="trouble">Why it is not more; null: nothing is the matter.</param>
    public static string Of(ReleasesRead.Found found, string? trouble = null) => JsonSerializer.Serialize(new Listing(found.Releases, found.IsAll, trouble), Options);

    /// <summary>Null where it is none.</summary>
    public static (ReleasesRead.Found Found, string? Trouble)? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Listing>(json, Options) is { Items: { } items } listing ? (new ReleasesRead.Found(items, listing.IsAll), listing.Trouble) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Listing(IReadOnlyList<ReleaseRecord>? Items, bool IsAll, string? Trouble);
}
