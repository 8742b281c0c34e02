/** The frame of the bank's pages, which belong to no class. */
import type { ReactNode } from 'react'
import { ClassFrame, type Account } from '../../classes/_work/frame.tsx'
import './bank.css'

export function BankFrame({ me, children }: { me: Account; children: ReactNode }) {
  return (
    <ClassFrame me={me} current="/bank">
      {children}
    </ClassFrame>
  )
}
