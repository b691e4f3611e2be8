using AgentFunctions.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace AgentFunctions.LocalHost.Triggers;

/// <summary>Calls the timer-triggered functions on their schedules, in one process at a time.</summary>
internal sealed class TimerTriggers(
    IReadOnlyList<FunctionDescriptor> functions, TimerSchedules schedules, IServiceProvider services, ILogger<TimerTriggers> log, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(functions.Where(f => f.Trigger is TimerTriggerAttribute).Select(f => RunAsync(f, (TimerTriggerAttribute)f.Trigger, stoppingToken)));

    private async Task RunAsync(FunctionDescriptor function, TimerTriggerAttribute trigger, CancellationToken stopping)
    {
        CrontabSchedule schedule = CrontabSchedule.Parse(trigger.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        FunctionInvoker invoker = new(function, function.IsTrigger);
        await schedules.DeclareAsync(function.Name, Next(schedule), stopping).ConfigureAwait(false);
        while (!stopping.IsCancellationRequested)
        {
            DateTime due = await schedules.NextAsync(function.Name, stopping).ConfigureAwait(false);
            TimeSpan wait = due - time.GetUtcNow().UtcDateTime;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            DateTime next = Next(schedule);
            if (!stopping.IsCancellationRequested && await schedules.TryTakeAsync(function.Name, due, next, stopping).ConfigureAwait(false))
            {
                TimerInfo info = new()
                {
                    IsPastDue = wait < TimeSpan.Zero,
                    ScheduleStatus = new ScheduleStatus { Last = due, Next = next, LastUpdated = time.GetUtcNow().UtcDateTime },
                };
                await CallAsync(invoker, function, info, stopping).ConfigureAwait(false);
            }
        }
    }

    private DateTime Next(CrontabSchedule schedule) => schedule.GetNextOccurrence(time.GetUtcNow().UtcDateTime);

    private async Task CallAsync(FunctionInvoker invoker, FunctionDescriptor function, TimerInfo info, CancellationToken stopping)
    {
        try
        {
            await invoker.InvokeAsync(services, _ => info, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped half-way: the next start finds what is left to do.
        }
        catch (Exception e)
        {
            // The boundary of the host: a failed run must not end the schedule.
            TriggerLog.FunctionFailed(log, e, function.Name);
        }
    }
}
