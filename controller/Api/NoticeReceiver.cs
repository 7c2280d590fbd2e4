using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>Somebody who is told what becomes of a rollout. Telling is tried again for a day, and never holds anything up.</summary>
[Rule("has(self.url) || has(self.secretRef)", "write url, or secretRef with the key url in it where the URL itself is a secret")]
public sealed record NoticeReceiver
{
    public const int MostTemplate = 8000;

    /// <summary>Its name in this rollout: in onCall and in messages.</summary>
    [Field(Form = FieldForm.Label)]
    public required string Name { get; init; }

    /// <summary>How it is spoken to.</summary>
    public required ReceiverKind Kind { get; init; }

    /// <summary>Where: the webhook, or the address of an Alertmanager such as http://alertmanager.monitoring:9093. A URL that is a secret
    /// itself, as those of Slack and Teams are, belongs under the key url of the Secret.</summary>
    [Rule("self.matches('^https?://[^/?#@ ]+([/?#]|$)') || self.matches('^https?://[^/?#]*@')", "must be a URL: http:// or https:// and a host")]
    [Rule("!self.matches('^[^/?#]*//[^/?#]*@')", "holds a user and password, which would be shown and logged; put them into a Secret and name it under secretRef")]
    public string? Url { get; init; }

    /// <summary>A Secret of the same namespace. Its keys, each of them optional: url; token, sent as bearer token; username and password;
    /// hmac, the key that bodies are signed with; header.NAME for any other header.</summary>
    [Field(Name = "secretRef", Form = FieldForm.DottedReference)]
    public string? SecretName { get; init; }

    /// <summary>
    /// What it is told of: Started, StageOpened, Held, Paused, Resumed, Promoted, RolledBack (at the decision), BackOnStable (when the nodes
    /// are), Bypassed, Invalid. Of an Alertmanager: the states that are alerts for as long as they last (Held, Paused, RolledBack, Bypassed,
    /// Invalid); others are nothing to it.
    /// </summary>
    [Field(MaxItems = 10)]
    public IReadOnlyList<NoticeEvent> On { get; init; } = [NoticeEvent.RolledBack, NoticeEvent.Held, NoticeEvent.Bypassed, NoticeEvent.Invalid];

    /// <summary>
    /// Of a Webhook the whole body, of Slack and Teams the text. Names in double braces stand for what is told: {{ event }}, {{ namespace }},
    /// {{ rollout }}, {{ revision }}, {{ stable }}, {{ phase }}, {{ reason }}, {{ message }}, {{ severity }}, {{ stage }}, {{ at }}, {{ key }}.
    /// In a body that is JSON they are escaped as JSON wants it. Left out: a JSON object with all of them; one sentence.
    /// </summary>
    [Field(MaxLength = MostTemplate)]
    public string? Template { get; init; }

    /// <summary>Of an Alertmanager: labels that its alerts carry beside alertname, namespace, rollout and severity, for its routes.</summary>
    [Field(MaxLength = 200, MaxItems = 20)]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
