using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rollout.Probes.Templates;

/// <summary>Texts with <c>{{ name }}</c> of an earlier capture.</summary>
public static class TemplateText
{
    private const string Open = "{{";
    private const string Close = "}}";
    private const string Customer = "customer.";

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>The names used, in order; a fault where braces or names are malformed.</summary>
    public static IReadOnlyList<string> Names(string text, out string? fault)
    {
        var names = new List<string>();
        fault = null;
        Walk(text, (_, _) => { }, (name, _) => names.Add(name), ref fault);
        return names;
    }

    /// <summary>Null with a reason where a value is missing or does not fit the place.</summary>
    /// <exception cref="ProbeTroubleException">A key that the test customer lacks: the Secret is ours, so the target is not at fault.</exception>
    public static string? Fill(string text, TemplatePlace place, IReadOnlyDictionary<string, CapturedValue> values, out string? fault)
    {
        var filled = new StringBuilder();
        string? wrong = null;
        fault = null;
        if (!text.Contains(Open, StringComparison.Ordinal))
        {
            return text;
        }

        filled.EnsureCapacity(text.Length + 64);
        var quoted = false;
        Walk(
            text,
            (from, to) =>
            {
                filled.Append(text, from, to - from);
                quoted = place == TemplatePlace.Json && InString(text.AsSpan(from, to - from), quoted);
            },
            (name, _) =>
            {
                if (!values.TryGetValue(name, out var value))
                {
                    wrong ??= name.StartsWith(Customer, StringComparison.Ordinal)
                        ? throw new ProbeTroubleException($"{{{{ {name} }}}} is not among the test customer's keys{Keys(values)}")
                        : $"{{{{ {name} }}}} was not captured by an earlier step";
                    return;
                }

                wrong ??= Unfit(name, value, place);
                filled.Append(Escape(value, place, quoted));
            },
            ref fault);
        fault ??= wrong;
        return fault is null ? filled.ToString() : null;
    }

    /// <summary>The names of the keys that are there; never what they hold.</summary>
    private static string Keys(IReadOnlyDictionary<string, CapturedValue> values)
    {
        var keys = values.Keys.Where(k => k.StartsWith(Customer, StringComparison.Ordinal)).Select(k => k[Customer.Length..]).Order(StringComparer.Ordinal).ToList();
        return keys.Count == 0 ? ", it has none" : $"; it has {string.Join(", ", keys)}";
    }

    private static void Walk(string text, Action<int, int> literal, Action<string, int> name, ref string? fault)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            literal(at, open < 0 ? text.Length : open);
            if (open < 0)
            {
                return;
            }

            var close = text.IndexOf(Close, open + Open.Length, StringComparison.Ordinal);
            var word = close < 0 ? string.Empty : text[(open + Open.Length)..close].Trim();
            if (!IsKnownForm(word))
            {
                fault ??= close < 0 ? "{{ is not closed with }}" : $"\"{word}\" between {{{{ and }}}} is no name (letters, digits, _)";
                return;
            }

            name(word, open);
            at = close + Close.Length;
        }
    }

    /// <summary>Of a capture.</summary>
    internal static bool IsName(string word) =>
        word.Length is > 0 and <= 64 && !char.IsAsciiDigit(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsKnownForm(string word) => word.StartsWith(Customer, StringComparison.Ordinal)
        ? word.Length > Customer.Length && word.AsSpan(Customer.Length).IndexOfAnyExcept(KeyCharacters) < 0
        : IsName(word);

    private static string? Unfit(string name, CapturedValue value, TemplatePlace place) => place switch
    {
        TemplatePlace.Header when value.Text.Any(char.IsControl) =>
            $"the value of {name} holds a line break or control character and cannot go into a header",
        TemplatePlace.Line when value.Text.Any(char.IsControl) =>
            $"the value of {name} holds a line break or control character and cannot go into a line",
        TemplatePlace.Path when value.Text is "." or ".." => $"the value of {name} is \"{value.Text}\", which would climb out of the path",
        _ => null,
    };

    private static string Escape(CapturedValue value, TemplatePlace place, bool quoted) => place switch
    {
        TemplatePlace.Path => Uri.EscapeDataString(value.Text),
        TemplatePlace.Header or TemplatePlace.Text or TemplatePlace.Line => value.Text,
        TemplatePlace.Pattern => Regex.Escape(value.Text),
        TemplatePlace.Json => quoted ? JsonEncodedText.Encode(value.Text).ToString() : value.Json,
    };

    /// <summary>Whether the end of a piece of JSON lies within a string that began in it or before.</summary>
    private static bool InString(ReadOnlySpan<char> json, bool quoted)
    {
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '\\' && quoted)
            {
                i++;
            }
            else if (json[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return quoted;
    }
}
