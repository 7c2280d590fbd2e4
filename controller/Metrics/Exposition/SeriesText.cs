using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>Writes a series' identity: labels sorted by name, so that two writings of one series are seen to be one.</summary>
internal static class SeriesText
{
    public static string Write(string name, IReadOnlyList<SampleLabel> labels)
    {
        if (labels.Count == 0)
        {
            return name;
        }

        var text = new StringBuilder(name).Append('{');
        foreach (var label in labels)
        {
            text.Append(label.Name).Append("=\"");
            foreach (var c in label.Value)
            {
                _ = c switch
                {
                    '\n' => text.Append("\\n"),
                    '"' or '\\' => text.Append('\\').Append(c),
                    _ => text.Append(c),
                };
            }

            text.Append("\",");
        }

        text[^1] = '}';
        return text.ToString();
    }
}
