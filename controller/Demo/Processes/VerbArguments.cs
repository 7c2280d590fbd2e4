using System.Globalization;
using Rollout.Api;

namespace Rollout.Demo.Processes;

/// <summary>
/// The arguments of a hidden verb, <c>--name value</c> each, some of them more than once. They are written by the demo's own scripts, so a
/// line of a few flags is all that is needed; mistakes are still collected, all of them.
/// </summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);
    private readonly List<Problem> problems = [];

    public VerbArguments(ReadOnlySpan<string> arguments, params IReadOnlyList<string> known)
    {
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var name = arguments[i];
            if (!known.Contains(name))
            {
                problems.Add(new Problem(name, "unknown", "known are " + string.Join(", ", known)));
            }
            else if (i + 1 == arguments.Length)
            {
                problems.Add(new Problem(name, "has no value", $"write {name} VALUE"));
            }
            else if (values.TryGetValue(name, out var earlier))
            {
                earlier.Add(arguments[i + 1]);
            }
            else
            {
                values.Add(name, [arguments[i + 1]]);
            }
        }
    }

    public IReadOnlyList<Problem> Problems => problems;

    public IReadOnlyList<string> All(string name) => values.GetValueOrDefault(name) ?? [];

    public string? Text(string name) => All(name) is [.., var last] ? last : null;

    public string Needed(string name)
    {
        if (Text(name) is { } text)
        {
            return text;
        }

        problems.Add(new Problem(name, "is missing", $"write {name} VALUE"));
        return "";
    }

    public double Number(string name, double otherwise) =>
        Read(name, otherwise, (text, out value) => double.TryParse(text, CultureInfo.InvariantCulture, out value) && value > 0, "a number above 0");

    public int? Whole(string name) =>
        Read<int?>(name, null, static (text, out value) =>
        {
            var isWhole = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole);
            value = whole;
            return isWhole;
        }, "a whole number");

    public T Read<T>(string name, T otherwise, TryRead<T> read, string expected)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (read(text, out var value))
        {
            return value;
        }

        problems.Add(new Problem(name, $"\"{text}\" is not {expected}", $"write {expected}"));
        return otherwise;
    }

    public delegate bool TryRead<T>(string text, out T value);
}
