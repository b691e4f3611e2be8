using AgentFunctions.DeadLetters;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Lists;

/// <summary>What a list of tasks can be narrowed by: by <c>agent</c>, <c>tenant</c> and time as every list, and by a filter of its own.</summary>
internal sealed class ListQuery
{
    private readonly string _route;
    private readonly string[] _known;
    private readonly string[] _several;
    private readonly Func<QueryFields, TaskFilter> _read;

    private ListQuery(string route, string own, bool addsUp, Func<QueryFields, TaskFilter> read)
    {
        _route = route;
        _known = [own, "agent", "tenant", "from", "to", "after", "limit"];
        _several = addsUp ? [own] : [];
        _read = read;
    }

    /// <summary>GET /tasks; times are when a task was created.</summary>
    public static ListQuery Tasks { get; } = new("tasks", "status", addsUp: true, query => new TaskFilter
    {
        Statuses = query.Choices<AgentTaskStatus>("status", "status", ApiNames.ToApi),
        From = query.Time("from"),
        To = query.Time("to"),
    });

    /// <summary>GET /dead-letters; times are when a task was set aside.</summary>
    public static ListQuery DeadLetters { get; } = new("dead-letters", "reason", addsUp: false, query =>
        DeadLetterFilter.Of(default, agent: null, query.Text("reason"), query.Time("from"), query.Time("to")));

    /// <summary>GET /callbacks; times are when a task ended.</summary>
    public static ListQuery Callbacks { get; } = new("callbacks", "status", addsUp: false, query => new TaskFilter
    {
        Callback = query.Choice<CallbackStatus>("status", "status of a callback", ApiNames.ToApi) ?? CallbackStatus.Failed,
        FinishedFrom = query.Time("from"),
        FinishedTo = query.Time("to"),
    });

    /// <summary>The filter, or all that is wrong with the query.</summary>
    /// <param name="region">The one that answers; null where there is one.</param>
    /// <returns>With the filter the mark of its list, for <see cref="PageToken"/>.</returns>
    public (TaskFilter? Filter, uint Mark, IReadOnlyList<FieldError> Errors) Read(IQueryCollection query, TenantId caller, string? region)
    {
        QueryFields fields = new(query, _known, _several);
        TaskFilter filter = _read(fields) with
        {
            Tenant = Tenant(fields, caller),
            Agent = fields.Text("agent"),
            PageSize = fields.Limit(new TaskFilter().PageSize),
        };
        uint mark = PageToken.MarkOf(_route, region, filter);
        TaskId? last = After(fields, mark);
        return fields.Errors.Count == 0 ? (filter with { After = last?.ToString() }, mark, []) : (null, 0, fields.Errors);
    }

    // No tenant has an empty name: another tenant's tasks are not there, rather than forbidden.
    private static TenantId Tenant(QueryFields query, TenantId caller) =>
        query.Text("tenant") is { } asked && asked != caller.Value ? new TenantId(string.Empty) : caller;

    private static TaskId? After(QueryFields query, uint mark)
    {
        if (query.Text("after") is not { } text)
        {
            return null;
        }

        if (!PageToken.TryParse(text, out PageToken token))
        {
            query.Add("after", "is not a token that a page carried as 'next'");
        }
        else if (token.List != mark && query.Errors.Count == 0)
        {
            query.Add("after", "is the token of another list; allowed is the 'next' of a page of this route, asked with the same key, region and filters but for 'limit'");
        }

        return token.Last;
    }
}
