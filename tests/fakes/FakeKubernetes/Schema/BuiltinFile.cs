namespace Rollout.FakeKubernetes.Schema;

/// <summary>An embedded table: its lines without comments.</summary>
internal static class BuiltinFile
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(BuiltinFile).Assembly.GetManifestResourceStream("Rollout.FakeKubernetes.Schema.Builtin." + name)
            ?? throw new FileNotFoundException("not embedded", name);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } text && text[0] != '#')
            {
                yield return line.TrimEnd();
            }
        }
    }
}
