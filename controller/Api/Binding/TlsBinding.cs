namespace Rollout.Api.Binding;

/// <summary>Binds how a TLS server is verified.</summary>
internal static class TlsBinding
{
    /// <summary>Null when absent; <c>{}</c> is TLS as usual.</summary>
    public static TlsSettings? Bind(FieldReader fields, string key)
    {
        var node = fields.Find(key);
        if (node is SpecNode.Scalar { Kind: ScalarKind.Boolean })
        {
            fields.Problems.Add(node.Place, $"is {node.Described} where a map of fields is wanted",
                "write {} for TLS as usual, or of serverName, caFile and skipVerify what is needed; remove it for none");
            return null;
        }

        if (node is null || FieldReader.Open(node, fields.Problems) is not { } below)
        {
            return null;
        }

        var settings = Fields(below);
        below.Close();
        return settings;
    }

    /// <summary>The fields where they stand beside others.</summary>
    public static TlsSettings Fields(FieldReader fields) => new()
    {
        ServerName = fields.Text("serverName", 253),
        CaFile = fields.Text("caFile"),
        SkipVerify = fields.Boolean("skipVerify") ?? false,
    };
}
