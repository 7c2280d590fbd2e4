using System.Globalization;

namespace Rollout.Api.Binding;

/// <summary>Where a piece of input stands.</summary>
/// <param name="File">Name of the file; null when the input has none (a request's body, an object of an API server).</param>
/// <param name="Line">From 1; null when the input knows no lines.</param>
/// <param name="Path">Field path from the root: <c>spec.stages[0].nodes</c>; empty for the root.</param>
public sealed record SpecPlace(string? File, int? Line, string Path)
{
    public SpecPlace Field(string key) => this with { Path = Path.Length == 0 ? key : $"{Path}.{key}" };

    public SpecPlace Item(int index) => this with { Path = string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]") };

    /// <summary><c>fleet.yaml:12 spec.stages[0].nodes</c>, as far as it is known.</summary>
    public override string ToString()
    {
        var file = (File, Line) switch
        {
            (null, null) => "",
            (null, { } line) => string.Create(CultureInfo.InvariantCulture, $"line {line}"),
            ({ } name, null) => name,
            ({ } name, { } line) => string.Create(CultureInfo.InvariantCulture, $"{name}:{line}"),
        };
        return (file.Length, Path.Length) switch
        {
            (0, 0) => "input",
            (0, _) => Path,
            (_, 0) => file,
            _ => $"{file} {Path}",
        };
    }
}
