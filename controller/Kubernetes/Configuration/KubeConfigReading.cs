namespace Rollout.Kubernetes.Configuration;

/// <summary>
/// The files of a kubeconfig merged as kubectl does it: of entries with the same name the first is taken whole, nothing of a later one;
/// of current-context the first that says anything.
/// </summary>
internal sealed class KubeConfigReading
{
    private static readonly string[] TopLevel = ["apiVersion", "kind", "preferences", "clusters", "users", "contexts", "current-context", "extensions"];

    public List<ConfigurationProblem> Problems { get; } = [];

    public List<ConfigurationProblem> Warnings { get; } = [];

    public Dictionary<string, NamedEntry> Clusters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NamedEntry> Users { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NamedEntry> Contexts { get; } = new(StringComparer.Ordinal);

    public string? CurrentContext { get; private set; }

    /// <summary>Where a problem of the whole is reported: the file with the current context, else the first.</summary>
    public string Place { get; private set; } = "kubeconfig";

    public int FilesRead { get; private set; }

    public bool Unreadable { get; private set; }

    public async Task AddAsync(string path, bool mustExist, CancellationToken cancellation)
    {
        if (!mustExist && !Path.Exists(path))
        {
            return;
        }

        var (bytes, wrong) = await BoundedFile.ReadAsync(path, cancellation);
        if (bytes is null)
        {
            Unreadable = true;
            Problems.Add(new ConfigurationProblem(path, $"it {wrong}", "name a kubeconfig that this process may read"));
            return;
        }

        FilesRead++;
        if (YamlDocument.Read(path, bytes, out var problem) is not { } root)
        {
            Unreadable = true;
            Problems.Add(problem!);
            return;
        }

        var fields = new YamlFields(root, path, "", Problems);
        KnownFields.Warn(fields, TopLevel, Warnings);
        if (fields.Text("kind") is { } kind && kind != "Config")
        {
            fields.Wrong("kind", $"it is a {kind}", "write Config");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Take(fields, "clusters", "cluster", folder, Clusters);
        Take(fields, "users", "user", folder, Users);
        Take(fields, "contexts", "context", folder, Contexts);
        if (CurrentContext is null)
        {
            CurrentContext = fields.Text("current-context");
            Place = CurrentContext is not null ? fields.PlaceOf("current-context") : Place == "kubeconfig" ? path : Place;
        }
    }

    private static void Take(YamlFields file, string list, string field, string folder, Dictionary<string, NamedEntry> into)
    {
        var here = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in file.Mappings(list))
        {
            var name = item.Text("name");
            var body = item.Mapping(field);
            if (name is null)
            {
                item.Wrong("name", "it has no name", "write the name by which contexts know it");
            }
            else if (!here.Add(name))
            {
                item.Wrong("name", $"'{name}' stands twice in this file", "remove one of them");
            }
            else
            {
                // A user without fields is anonymous: kubectl writes `user: {}` or nothing at all.
                into.TryAdd(name, new NamedEntry(name, body ?? item.EmptyBelow(field), folder));
            }
        }
    }
}
