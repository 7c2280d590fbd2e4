using System.Text;
using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>Which of our values stands for which recorded one, where the server chooses: uids, names that it generates, versions.</summary>
internal sealed class Correspondence
{
    private const int ShortestKnown = 4;
    private readonly Dictionary<string, string> ours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> recorded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> versions = new(StringComparer.Ordinal);
    private readonly HashSet<string> versionsOfOurs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> listVersions = new(StringComparer.Ordinal);

    /// <summary>Notes that two chosen values stand for each other. False when one of them already stands for something else.</summary>
    public bool Learn(string recordedValue, string ourValue)
    {
        if (ours.TryGetValue(recordedValue, out var known) || recorded.ContainsKey(ourValue))
        {
            return known == ourValue;
        }

        ours[recordedValue] = ourValue;
        recorded[ourValue] = recordedValue;
        return true;
    }

    public string? Known(string? recordedValue) => recordedValue is null ? null : ours.GetValueOrDefault(recordedValue);

    public bool IsTaken(string? ourValue) => ourValue is not null && recorded.ContainsKey(ourValue);

    /// <summary>Versions of objects: the same recorded version must be the same version of ours (a write that changed nothing).</summary>
    public bool LearnVersion(string recordedVersion, string ourVersion) =>
        versions.TryGetValue(recordedVersion, out var known) ? known == ourVersion : versionsOfOurs.Add(ourVersion)
            && versions.TryAdd(recordedVersion, ourVersion);

    public void LearnListVersion(string recordedVersion, string ourVersion) => listVersions[recordedVersion] = ourVersion;

    /// <summary>The text with every recorded value that is known replaced by ours, each place once: a value of ours may look like a recorded one.</summary>
    public string Translate(string text)
    {
        if (ours.TryGetValue(text, out var whole))
        {
            return whole;
        }

        var done = new StringBuilder();
        while (text.Length >= ShortestKnown && FirstKnown(text) is { } found)
        {
            done.Append(text, 0, found.At).Append(ours[found.Known]);
            text = text[(found.At + found.Known.Length)..];
        }

        return done.Append(text).ToString();
    }

    /// <summary>The first place of a known value; the longest there, since a name may hold a hash that is known by itself.</summary>
    private (int At, string Known)? FirstKnown(string text)
    {
        (int At, string Known)? first = null;
        foreach (var known in ours.Keys)
        {
            var at = text.IndexOf(known, StringComparison.Ordinal);
            if (at >= 0 && (first is not { } best || at < best.At || at == best.At && known.Length > best.Known.Length))
            {
                first = (at, known);
            }
        }

        return first;
    }

    public string TranslateVersion(string version) =>
        listVersions.TryGetValue(version, out var list) ? list : versions.GetValueOrDefault(version, version);

    /// <summary>A recorded request body, with our uids, names and versions.</summary>
    public JsonNode? Translate(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(
            Translate(pair.Key), pair.Key == "resourceVersion" ? TranslateVersion((string)pair.Value!) : Translate(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Translate)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Translate(text),
        _ => node?.DeepClone(),
    };
}
