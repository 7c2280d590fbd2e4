using System.Globalization;
using System.Text;

namespace Rollout.Demo.Processes;

/// <summary>Writes the Prometheus text format 0.0.4. Label values here are names of nodes, versions and codes: nothing that needs escaping.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new(4096);

    public MetricsText Family(string name, string type, string help)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return this;
    }

    public MetricsText Sample(string name, double value, string? labels = null)
    {
        text.Append(name);
        if (labels is not null)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(CultureInfo.InvariantCulture, $" {value:R}\n");
        return this;
    }

    /// <summary>A counter or gauge of one series.</summary>
    public MetricsText Single(string name, string type, string help, double value, string? labels = null) =>
        Family(name, type, help).Sample(name, value, labels);

    public override string ToString() => text.ToString();
}
