using Rollout.Api;

namespace Rollout.Probes.Templates;

/// <summary>Whether a text's <c>{{ name }}</c> can be filled in.</summary>
internal static class TemplateValidation
{
    public static IEnumerable<Problem> Problems(string? text, string path, IReadOnlySet<string> captured)
    {
        if (text is null)
        {
            yield break;
        }

        var names = TemplateText.Names(text, out var fault);
        if (fault is not null)
        {
            yield return new Problem(path, fault, "write {{ name }}");
        }

        // The customer's keys are known only where its Secret is.
        foreach (var name in names.Where(n => !captured.Contains(n) && !n.StartsWith("customer.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            var known = captured.Count == 0
                ? "no earlier step captures anything"
                : $"captured before are {string.Join(", ", captured.Order(StringComparer.Ordinal))}";
            yield return new Problem(path, $"{{{{ {name} }}}} is not captured by an earlier step", known);
        }
    }
}
