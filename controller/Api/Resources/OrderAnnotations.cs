using System.Globalization;
using Rollout.Api.Binding;

namespace Rollout.Api.Resources;

/// <summary>Orders are annotations of the rollout whose value is the revision that they are for.</summary>
public sealed record OrderAnnotations(IReadOnlyList<AnnotatedOrder> Orders, IReadOnlyList<Problem> Problems)
{
    public const string Prefix = "staggered.dev/";

    /// <summary>A revision is a part of a hash or a version.</summary>
    private const int MostRevision = 253;

    /// <summary>Every key that is known on a rollout.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Enum.GetValues<OrderVerb>().Select(KeyOf)];

    public static string KeyOf(OrderVerb verb) => Prefix + verb.ToString().ToLower(CultureInfo.InvariantCulture);

    /// <summary>The orders, in the order abort, promote, retry; a key under our prefix that is not known is a problem.</summary>
    public static OrderAnnotations Read(IReadOnlyDictionary<string, string> annotations)
    {
        var orders = new List<AnnotatedOrder>();
        var problems = new List<Problem>();
        foreach (var verb in Enum.GetValues<OrderVerb>())
        {
            if (!annotations.TryGetValue(KeyOf(verb), out var value))
            {
                continue;
            }

            var revision = value.Trim();
            if (revision.Length is 0 or > MostRevision || revision.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
            {
                problems.Add(new Problem(Place(KeyOf(verb)), "names no revision", "write the revision that it is for, as status shows it"));
            }
            else
            {
                orders.Add(new AnnotatedOrder(verb, revision, KeyOf(verb)));
            }
        }

        foreach (var key in annotations.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && !Known.Contains(key, StringComparer.Ordinal)).Order(StringComparer.Ordinal))
        {
            var nearest = NearestName.Of(key, Known);
            var known = $"known here: {string.Join(", ", Known)}";
            problems.Add(new Problem(Place(key), "is not known", nearest is null ? $"remove it; {known}" : $"did you mean {nearest}? {known}"));
        }

        return new OrderAnnotations(orders, problems);
    }

    private static string Place(string key) => $"metadata.annotations[{key}]";
}
