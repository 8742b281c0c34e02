/** Hosts that hold copies of other people's pages. An edition cites the work or the archive itself. */
export const MIRROR_HOST = /dvincitest|drivingcreative|docslib|scribd|wikimili|paperzz|wikiwand|vdocuments|informahealthcare|cambridgecore|tweb-dev|studfile|nohib|jiuhuashan|partyfass|litlife|richxsearch|wordola/iu
