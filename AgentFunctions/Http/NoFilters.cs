using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Looks at the query of a call that has no filters.</summary>
internal static class NoFilters
{
    /// <summary>A refusal that names whatever stands there; null when it is nothing that would be lost on the call.</summary>
    public static IResult? Refuse(IQueryCollection query)
    {
        // The Functions host key; the region was read before.
        FieldError[] errors = [.. query.Keys.Where(k => k is not ("code" or "region")).Select(k => new FieldError(k, "is not allowed; this call has no filters"))];
        return errors.Length > 0 ? Problems.Of(new Refusal.Invalid(errors)) : null;
    }
}
