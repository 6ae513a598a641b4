using Liwan.Reports.Checks.Rules;

namespace Liwan.Reports.Checks;

/// <summary>The rules that a form is checked by; within a severity their findings come in this order.</summary>
internal static class FormCheckRegistration
{
    public static IServiceCollection AddFormChecks(this IServiceCollection services) => services
        .AddSingleton<FormChecks>()
        .AddSingleton<FormRule, FundingRowMissing>()
        .AddSingleton<FormRule, AmountBlank>()
        .AddSingleton<FormRule, TotalDisagrees>()
        .AddSingleton<FormRule, RateDisagrees>()
        .AddSingleton<FormRule, TaskMissing>()
        .AddSingleton<FormRule, TextEmpty>()
        .AddSingleton<FormRule, AmountInYuan>()
        .AddSingleton<FormRule, AdjustmentOutOfRange>()
        .AddSingleton<FormRule, CompletionOutOfRange>()
        .AddSingleton<FormRule, TaskFundsAboveWhole>()
        .AddSingleton<FormRule, TaskFundsBlank>()
        .AddSingleton<FormRule, ResultRepeatsExpectation>()
        .AddSingleton<FormRule, LastYearInText>()
        .AddSingleton<FormRule, TaskWithoutIndicators>()
        .AddSingleton<FormRule, IndicatorRepeated>()
        .AddSingleton<FormRule, IndicatorWithoutTarget>()
        .AddSingleton<FormRule, IndicatorWithoutActual>()
        .AddSingleton<FormRule, IndicatorLabelForValue>()
        .AddSingleton<FormRule, IndicatorUnitsDiffer>()
        .AddSingleton<FormRule, IndicatorShortfallUnexplained>()
        .AddSingleton<FormRule, IndicatorOvershootUnexplained>()
        .AddSingleton<FormRule, PersonalNumberInText>()
        .AddSingleton<FormRule, CharacterNotInFont>();
}
