using System.Globalization;
using AgentFunctions.DeadLetters;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Reads the filters of GET /tasks, GET /dead-letters and GET /callbacks.</summary>
internal static class ListQuery
{
    private static readonly string[] Known = ["status", "agent", "tenant", "from", "to", "after", "limit"];
    private static readonly string[] KnownOfDeadLetters = ["agent", "tenant", "reason", "from", "to", "after", "limit"];

    private static readonly string[] KnownOfCallbacks = ["status", "agent", "tenant", "from", "to", "after", "limit"];

    /// <summary>The filter, or all that is wrong with the query.</summary>
    public static (TaskFilter? Filter, IReadOnlyList<FieldError> Errors) Read(IQueryCollection query, TenantId tenant)
    {
        List<FieldError> errors = Misused(query, Known);
        TaskFilter filter = new()
        {
            Tenant = Tenant(query, tenant),
            Statuses = Statuses(query, errors),
            Agent = Text(query, "agent"),
            From = Time(query, "from", errors),
            To = Time(query, "to", errors),
            After = After(query, errors),
            PageSize = Limit(query, new TaskFilter().PageSize, errors),
        };
        return errors.Count == 0 ? (filter, []) : (null, errors);
    }

    /// <summary>The filter, or all that is wrong with the query; times are when a task was set aside.</summary>
    public static (TaskFilter? Filter, IReadOnlyList<FieldError> Errors) ReadDeadLetters(IQueryCollection query, TenantId tenant)
    {
        List<FieldError> errors = Misused(query, KnownOfDeadLetters);
        TaskFilter filter = DeadLetterFilter.Of(
            Tenant(query, tenant), Text(query, "agent"), Text(query, "reason"), Time(query, "from", errors), Time(query, "to", errors)) with
        {
            After = After(query, errors),
            PageSize = Limit(query, new TaskFilter().PageSize, errors),
        };
        return errors.Count == 0 ? (filter, []) : (null, errors);
    }

    /// <summary>The filter, or all that is wrong with the query; times are when a task ended.</summary>
    public static (TaskFilter? Filter, IReadOnlyList<FieldError> Errors) ReadCallbacks(IQueryCollection query, TenantId tenant)
    {
        List<FieldError> errors = Misused(query, KnownOfCallbacks);
        TaskFilter filter = new()
        {
            Tenant = Tenant(query, tenant),
            Callback = Callback(query, errors),
            Agent = Text(query, "agent"),
            FinishedFrom = Time(query, "from", errors),
            FinishedTo = Time(query, "to", errors),
            After = After(query, errors),
            PageSize = Limit(query, new TaskFilter().PageSize, errors),
        };
        return errors.Count == 0 ? (filter, []) : (null, errors);
    }

    private static CallbackStatus Callback(IQueryCollection query, List<FieldError> errors)
    {
        string name = Text(query, "status") ?? CallbackStatus.Failed.ToApi();
        CallbackStatus[] match = [.. Enum.GetValues<CallbackStatus>().Where(s => s.ToApi() == name)];
        if (match.Length == 0)
        {
            errors.Add(new FieldError("status", $"'{name}' is no status of a callback; allowed are {string.Join(", ", Enum.GetValues<CallbackStatus>().Select(s => s.ToApi()))}"));
        }

        return match.FirstOrDefault();
    }

    // A client that gives a filter twice cannot mean both, and to choose for it could hide tasks; only statuses add up.
    internal static List<FieldError> Misused(IQueryCollection query, string[] known) =>
        [.. query.Keys
            .Where(k => !known.Contains(k) && k is not ("code" or "region")) // the Functions host key; the region was read before
            .Select(k => new FieldError(k, $"is not a filter; allowed are {string.Join(", ", known)}")),
         .. query
            .Where(q => q.Value.Count > 1 && q.Key != "status" && known.Contains(q.Key))
            .Select(q => new FieldError(q.Key, "is given more than once; allowed is one value"))];

    // No tenant has an empty name: another tenant's tasks are not there, rather than forbidden.
    private static TenantId Tenant(IQueryCollection query, TenantId caller) =>
        Text(query, "tenant") is { } asked && asked != caller.Value ? new TenantId(string.Empty) : caller;

    private static string? Text(IQueryCollection query, string field) => query[field].FirstOrDefault(v => v is { Length: > 0 });

    private static List<AgentTaskStatus> Statuses(IQueryCollection query, List<FieldError> errors)
    {
        List<AgentTaskStatus> statuses = [];
        foreach (string name in query["status"].SelectMany(v => (v ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            AgentTaskStatus[] match = [.. Enum.GetValues<AgentTaskStatus>().Where(s => s.ToApi() == name)];
            statuses.AddRange(match);
            if (match.Length == 0)
            {
                errors.Add(new FieldError("status", $"'{name}' is no status; allowed are {string.Join(", ", Enum.GetValues<AgentTaskStatus>().Select(s => s.ToApi()))}"));
            }
        }

        return statuses;
    }

    internal static DateTimeOffset? Time(IQueryCollection query, string field, List<FieldError> errors)
    {
        if (query[field].FirstOrDefault() is not { Length: > 0 } text)
        {
            return null;
        }

        // A plus sign in a query is read as a blank; an offset such as +02:00 is meant.
        if (Rfc3339.TryParse(text.Replace(' ', '+'), out DateTimeOffset moment))
        {
            return moment;
        }

        errors.Add(new FieldError(field, $"allowed is {Rfc3339.Allowed}"));
        return null;
    }

    private static string? After(IQueryCollection query, List<FieldError> errors)
    {
        if (query["after"].FirstOrDefault() is not { Length: > 0 } token)
        {
            return null;
        }

        if (!TaskId.TryParse(token, out _))
        {
            errors.Add(new FieldError("after", "is not a token that a page carried as 'next'"));
        }

        return token;
    }

    /// <param name="usual">Limit of a query that names none.</param>
    internal static int Limit(IQueryCollection query, int usual, List<FieldError> errors)
    {
        if (query["limit"].FirstOrDefault() is not { Length: > 0 } text)
        {
            return usual;
        }

        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= TaskFilter.MaxPageSize;
        if (!valid)
        {
            errors.Add(new FieldError("limit", $"allowed is a whole number from 1 to {TaskFilter.MaxPageSize}"));
        }

        return valid ? limit : 1;
    }
}
