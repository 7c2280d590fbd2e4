using System.Globalization;
using System.Text.Json;
using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Planning;

namespace Rollout.Server.Http;

/// <summary>The body of a changing call: a small JSON object of known texts, or nothing.</summary>
public sealed record OrderBody(string? Version, string? Revision, string? Commit, string? BuiltAt)
{
    public const int MostBytes = 64 * 1024;

    private const int MostImages = 50;

    private const int MostText = 256;

    private static readonly string[] Known = ["version", "revision", "commit", "committedAt", "builtAt", "images", "apiBreaks", "risk"];

    /// <summary>Container to image; null where none is named.</summary>
    public IReadOnlyDictionary<string, string>? Images { get; init; }

    /// <summary>When the commit was made.</summary>
    public string? CommittedAt { get; init; }

    /// <summary>Name of the class of risk of a started version: who is told before stage one of it.</summary>
    public string? Risk { get; init; }

    /// <summary>What is said of the release itself: the annotation of a workload that says the same, the field here, and its text.</summary>
    public IReadOnlyList<(string Key, string Field, string? Text)> Said =>
    [
        (ReleaseAnnotations.CommitKey, "commit", Commit), (ReleaseAnnotations.CommittedAtKey, "committedAt", CommittedAt),
        (ReleaseAnnotations.BuiltAtKey, "builtAt", BuiltAt), (ReleaseAnnotations.RiskKey, "risk", Risk),
    ];

    /// <summary>Where the release comes from, as the annotations of a workload say it; with what is wrong with it.</summary>
    public (ReleaseIdentity Identity, IReadOnlyList<Problem> Problems) Identity()
    {
        var told = Said.Where(t => t.Text is not null).ToList();
        var read = ReleaseAnnotations.Read(told.ToDictionary(t => t.Key, t => t.Text!, StringComparer.Ordinal));
        return (
            new ReleaseIdentity { Commit = read.Commit, CommittedAt = read.CommittedAt, BuiltAt = read.BuiltAt, Risk = read.Risk },
            [.. read.Problems.Select(p => p with { Place = "body." + told.Single(t => p.Place.Contains($"[{t.Key}]", StringComparison.Ordinal)).Field })]);
    }

    /// <summary>The breaks of its API that a started version declares.</summary>
    public string? ApiBreaks { get; init; }

    /// <summary>Reads a body; with problems the order is empty.</summary>
    public static (OrderBody Order, IReadOnlyList<Problem> Problems) Parse(ReadOnlyMemory<byte> body)
    {
        var empty = new OrderBody(null, null, null, null);
        if (body.Span.Trim(" \r\n\t"u8).IsEmpty)
        {
            return (empty, []);
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 4 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : (empty, [new Problem("body", $"is a JSON {document.RootElement.ValueKind}", "send a JSON object such as {\"version\":\"v2\"}")]);
        }
        catch (JsonException wrong)
        {
            return (empty, [new Problem($"body line {wrong.LineNumber + 1}", "is not JSON", "send a JSON object such as {\"version\":\"v2\"}")]);
        }
    }

    private static (OrderBody Order, IReadOnlyList<Problem> Problems) Read(JsonElement body)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        IReadOnlyDictionary<string, string>? images = null;
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "images")
            {
                images = ImagesOf(property.Value, images is not null, problems);
                continue;
            }

            if (!Known.Contains(property.Name, StringComparer.Ordinal))
            {
                problems.Add(new Problem($"body.{property.Name}", "is not known", $"use one of: {string.Join(", ", Known)}"));
            }
            else if (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString() is not { Length: > 0 } text
                || text.Length > Most(property.Name) || text.Any(char.IsControl))
            {
                problems.Add(new Problem($"body.{property.Name}",
                    string.Create(CultureInfo.InvariantCulture, $"is not a text of 1 to {Most(property.Name)} characters"), "send a JSON string"));
            }
            else if (!texts.TryAdd(property.Name, text))
            {
                problems.Add(new Problem($"body.{property.Name}", "is given twice", "give it once"));
            }
        }

        return (new OrderBody(texts.GetValueOrDefault("version"), texts.GetValueOrDefault("revision"), texts.GetValueOrDefault("commit"),
            texts.GetValueOrDefault("builtAt"))
        {
            Images = images, CommittedAt = texts.GetValueOrDefault("committedAt"), ApiBreaks = texts.GetValueOrDefault("apiBreaks"), Risk = texts.GetValueOrDefault("risk"),
        }, problems);
    }

    private static Dictionary<string, string> ImagesOf(JsonElement value, bool twice, List<Problem> problems)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        var given = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Take(MostImages + 1).ToList() : [];
        if (twice || given.Count is 0 or > MostImages)
        {
            problems.Add(new Problem("body.images", twice ? "is given twice" : $"is no object of 1 to {MostImages} images", "name the image of each container: {\"shop\":\"registry.example/shop:2\"}"));
            return images;
        }

        foreach (var image in given)
        {
            if (image.Value.ValueKind != JsonValueKind.String || image.Value.GetString() is not { Length: > 0 and <= 512 } text || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            {
                problems.Add(new Problem($"body.images.{image.Name}", "is no image", "write it as registry/name:tag or registry/name@sha256:digest"));
            }
            else if (!images.TryAdd(image.Name, text))
            {
                problems.Add(new Problem($"body.images.{image.Name}", "is given twice", "give it once"));
            }
        }

        return images;
    }

    private static int Most(string name) => name == "apiBreaks" ? ApiBreakText.MostCharacters : MostText;
}
