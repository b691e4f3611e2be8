namespace AgentFunctions.Client;

/// <summary>Where the server is, who calls, and how patient the client is.</summary>
public sealed class AgentFunctionsClientOptions
{
    /// <summary>The address with its route prefix, such as <c>https://example.azurewebsites.net/api</c>.</summary>
    /// <value>Default: the local host.</value>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:7071/api");

    /// <summary>An API key, sent as <c>Authorization: Bearer</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A key of the Functions host, sent as <c>x-functions-key</c>.</summary>
    public string? FunctionKey { get; set; }

    /// <summary>The region whose lists, costs, backlog and dead letters are asked for.</summary>
    /// <value>Null: the region that answers.</value>
    public string? Region { get; set; }

    /// <summary>How often a request is sent again after 408, 429, 5xx or no answer, 0 or more.</summary>
    /// <value>Default: 5.</value>
    public int Retries { get; set; } = 5;

    /// <summary>The wait before the first retry; it doubles with each, with jitter. A <c>Retry-After</c> of the server counts instead.</summary>
    /// <value>Default: 0.5 s.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two retries that the client chooses.</summary>
    /// <value>Default: 20 s.</value>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A server that says <c>Retry-After</c> beyond this is not asked again; the caller learns what it said.</summary>
    /// <value>Default: 2 minutes.</value>
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one attempt at a request may take, beyond what the request itself says it waits.</summary>
    /// <value>Default: 100 s.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a stream of events may be silent, heartbeats included, until it counts as broken.</summary>
    /// <value>Default: 60 s.</value>
    public TimeSpan EventSilence { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait between two looks at a task where there are no events.</summary>
    /// <value>Default: 30 s.</value>
    public TimeSpan LongestPoll { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Default: the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <exception cref="ArgumentException">A value is out of its range; the message names it and what is allowed.</exception>
    internal void Check()
    {
        if (!BaseAddress.IsAbsoluteUri || BaseAddress.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"{nameof(BaseAddress)} is '{BaseAddress}'; allowed is an absolute http or https address.");
        }

        if (Retries < 0)
        {
            throw new ArgumentException($"{nameof(Retries)} is {Retries}; allowed is 0 or more.");
        }

        foreach ((string name, TimeSpan value) in new[]
        {
            (nameof(RetryDelay), RetryDelay), (nameof(LongestRetryDelay), LongestRetryDelay), (nameof(LongestRetryAfter), LongestRetryAfter),
            (nameof(AttemptTimeout), AttemptTimeout), (nameof(EventSilence), EventSilence), (nameof(LongestPoll), LongestPoll),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                throw new ArgumentException($"{name} is {value}; allowed is more than zero, up to a day.");
            }
        }
    }
}
