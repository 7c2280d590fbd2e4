namespace Rollout.Metrics.Selectors;

/// <summary>Reads what stands between the braces of a selector.</summary>
internal static class MatcherList
{
    private const string Example = "write matchers like {kind=\"sale\", region!=\"x\", path=~\"/pay.*\"}";

    /// <summary>The reader stands behind the opening brace; afterwards behind the closing one.</summary>
    public static List<LabelMatcher> Read(SelectorText reader, List<SelectorFault> faults)
    {
        var matchers = new List<LabelMatcher>();
        while (reader.Usable)
        {
            reader.SkipBlanks();
            if (reader.Take('}'))
            {
                return matchers;
            }

            if (reader.AtEnd)
            {
                return Lost(reader, faults, reader.At, "the matchers are not closed with }", "close them");
            }

            if (!ReadOne(reader, matchers, faults))
            {
                return matchers;
            }

            reader.SkipBlanks();
            if (!reader.Take(',') && reader.Next != '}')
            {
                return reader.AtEnd
                    ? Lost(reader, faults, reader.At, "the matchers are not closed with }", "close them")
                    : Lost(reader, faults, reader.At, $"a comma or }} should follow, not '{reader.Next}'", Example);
            }
        }

        return matchers;
    }

    private static bool ReadOne(SelectorText reader, List<LabelMatcher> matchers, List<SelectorFault> faults)
    {
        var labelAt = reader.At;
        var label = reader.Word(colons: false);
        if (label.Length == 0)
        {
            Lost(reader, faults, labelAt, $"a label name begins with a letter or _, not with '{reader.Next}'", Example);
            return false;
        }

        reader.SkipBlanks();
        var operatorAt = reader.At;
        if (reader.Operator() is not { } kind)
        {
            Lost(reader, faults, operatorAt, $"=, !=, =~ or !~ should follow the label {label}", Example);
            return false;
        }

        reader.SkipBlanks();
        var valueAt = reader.At;
        if (reader.Quoted(out var wrong) is not { } value)
        {
            Lost(reader, faults, reader.Next == '\0' ? valueAt : reader.At, $"{wrong} (label {label})", Example);
            return false;
        }

        Check(label, labelAt, kind, value, valueAt, matchers, faults);
        return true;
    }

    /// <summary>Faults that leave the reading its place, so that the rest is still looked at.</summary>
    private static void Check(
        string label, int labelAt, MatchKind kind, string value, int valueAt, List<LabelMatcher> matchers, List<SelectorFault> faults)
    {
        if (label == "__name__")
        {
            faults.Add(new SelectorFault(labelAt + 1, "the metric name is given before the braces, not as a matcher", "leave __name__ out"));
            return;
        }

        if (kind is MatchKind.Matches or MatchKind.NotMatches)
        {
            try
            {
                LabelMatcher.Compile(value);
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                faults.Add(new SelectorFault(
                    valueAt + 1,
                    $"\"{value}\" is no regular expression that runs in linear time: {e.Message}",
                    "write it without look-around and back-references"));
                return;
            }
        }

        matchers.Add(new LabelMatcher(label, kind, value));
    }

    private static List<LabelMatcher> Lost(SelectorText reader, List<SelectorFault> faults, int at, string what, string mend)
    {
        faults.Add(new SelectorFault(at + 1, what, mend));
        reader.Lose();
        return [];
    }
}
