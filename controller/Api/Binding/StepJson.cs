using System.Text.Json.Nodes;

namespace Rollout.Api.Binding;

/// <summary>Writes what a step does, under the name of its kind.</summary>
internal static class StepJson
{
    public static (string Kind, JsonObject Fields) Write(ProbeStep step) => step switch
    {
        { Http: { } http } => ("http", Http(http)),
        { Tcp: { } tcp } => ("tcp", Tcp(tcp)),
        { Dns: { } dns } => ("dns", Dns(dns)),
        { Tls: { } tls } => ("tls", Tls(tls)),
        { Grpc: { } grpc } => ("grpc", Grpc(grpc)),
        { Exec: { } exec } => ("exec", new JsonObject { ["command"] = new JsonArray([.. exec.Command.Select(a => JsonValue.Create(a))]) }),
        _ => throw new ArgumentException($"the step \"{step.Name}\" is of no kind", nameof(step)),
    };

    private static JsonObject Http(HttpStep step)
    {
        var json = new JsonObject { ["method"] = step.Method, ["path"] = step.Path };
        ProbeJson.Put(json, "headers", step.Headers);
        if (step.Json is not null)
        {
            json["json"] = JsonNode.Parse(step.Json);
        }

        ProbeJson.Put(json, "form", step.Form);
        ProbeJson.Put(json, "body", step.Body);
        ProbeJson.Put(json, "redirects", step.Redirects == 0 ? null : step.Redirects);
        ProbeJson.Put(json, "version", step.Version);
        Tls(json, "tls", step.Tls);
        return json;
    }

    private static JsonObject Tcp(TcpStep step)
    {
        var json = new JsonObject();
        ProbeJson.Put(json, "port", step.Port);
        Tls(json, "tls", step.Tls);
        if (step.Talk.Count > 0)
        {
            json["talk"] = new JsonArray([.. step.Talk.Select(Turn)]);
        }

        return json;
    }

    private static JsonObject Turn(TcpTurn turn)
    {
        var json = new JsonObject();
        ProbeJson.Put(json, "send", turn.Send);
        ProbeJson.Put(json, "expect", turn.Expect);
        Tls(json, "startTls", turn.StartTls);
        return json;
    }

    private static JsonObject Dns(DnsStep step)
    {
        var json = new JsonObject { ["name"] = step.Name, ["type"] = step.Type };
        ProbeJson.Put(json, "server", step.Server);
        ProbeJson.Put(json, "transport", step.Transport == "udp" ? null : step.Transport);
        if (!step.Recursion)
        {
            json["recursion"] = false;
        }

        return json;
    }

    private static JsonObject Tls(TlsStep step)
    {
        var json = Settings(step.Settings);
        ProbeJson.Put(json, "port", step.Port);
        return json;
    }

    private static JsonObject Grpc(GrpcStep step)
    {
        var json = new JsonObject();
        ProbeJson.Put(json, "service", step.Service.Length == 0 ? null : step.Service);
        ProbeJson.Put(json, "port", step.Port);
        Tls(json, "tls", step.Tls);
        return json;
    }

    private static void Tls(JsonObject json, string key, TlsSettings? settings)
    {
        if (settings is not null)
        {
            json[key] = Settings(settings);
        }
    }

    private static JsonObject Settings(TlsSettings settings)
    {
        var json = new JsonObject();
        ProbeJson.Put(json, "serverName", settings.ServerName);
        ProbeJson.Put(json, "caFile", settings.CaFile);
        if (settings.SkipVerify)
        {
            json["skipVerify"] = true;
        }

        return json;
    }
}
