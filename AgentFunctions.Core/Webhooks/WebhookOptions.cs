namespace AgentFunctions.Webhooks;

/// <summary>Settings of callbacks, section <c>AgentFunctions:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Whether a callback may be an http address, which everybody on the way can read.</summary>
    /// <value>Default false.</value>
    public bool AllowHttp { get; set; }

    /// <summary>Whether a callback may lead to this machine or into a private network, where callers of the API could reach what they otherwise cannot. For development.</summary>
    /// <value>Default false.</value>
    public bool AllowPrivateTargets { get; set; }
}
