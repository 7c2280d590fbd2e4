namespace Rollout.Api.Binding;

/// <summary>What <c>{{ name }}</c> may stand for in the next step of a probe.</summary>
internal sealed class StepVariables(BindingProblems problems, bool hasCustomer)
{
    private readonly List<string> captured = [];

    public void Add(IEnumerable<string> names) => captured.AddRange(names);

    /// <summary>Adds a problem for every name in the text that nothing captured.</summary>
    public void Check(string? text, SpecPlace place)
    {
        foreach (var variable in TemplateText.Variables(text).Except(captured, StringComparer.Ordinal))
        {
            if (!variable.StartsWith("customer.", StringComparison.Ordinal))
            {
                problems.Add(place, $"'{{{{ {variable} }}}}' was captured by no earlier step",
                    captured.Count == 0 ? "capture it in a step before" : $"capture it in a step before; known here: {string.Join(", ", captured)}");
            }
            else if (!hasCustomer)
            {
                problems.Add(place, $"'{{{{ {variable} }}}}' needs a customer", "name its Secret beside the steps: customer: {secretRef: {name: ...}}");
            }
        }
    }
}
